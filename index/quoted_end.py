"""The mark that ends a quotation but not the sentence: “We lost forty!” Smith said.

After a comma, and before a word without a capital, the splitter of sentences knows it itself.
"""

import re

QUOTED_END = re.compile(r"[!?]\s?[\"'”’»]$")
# With a capital these begin a sentence of their own: nobody writes “We won!” He said.
_NO_NAME = (
    "(?:A|After|All|Also|An|And|Another|Any|As|At|Before|Both|But|By|Each|Every|Everybody|Everyone|"
    "Few|For|From|He|Her|Here|His|However|I|If|In|It|Its|Later|Many|Most|My|Neither|No|Nobody|None|"
    "Nothing|Now|Of|On|One|Only|Or|Others?|Our|She|Since|So|Some|Somebody|Someone|Still|That|The|"
    "Their|Then|There|These|They|This|Those|To|Two|We|What|When|Where|Which|While|Who|With|Yet|You|"
    "Your)"
)
# A letter that is not a small one of Western Europe.
_CAPITAL = r"[^\W\d_a-zß-öø-ÿ]"
_WORD = rf"{_CAPITAL}[\w.’'-]{{0,30}}"
_PARTICLES = r"(?:(?:and|bin|da|de|del|der|di|la|of|van|von)\s){0,2}"
# "Lee's brother" has a common noun.
_OWNED = r"(?:(?<=[’']s)(?:\s[a-z-]{2,20}){1,2})?"
_NAME = rf"(?!{_NO_NAME}\b){_WORD}(?:\s{_PARTICLES}{_WORD}){{0,3}}{_OWNED}"
# "Smith, the mayor," and "Smith later".
_BESIDE = r"(?:,\s(?:(?!\.\s[A-Z])[^!?;:\"“”]){1,40}?,|\s(?:also|later|once|then|[a-z]{2,12}ly))?"
# What stands behind these says whom they told, unless it is something else that was wanted.
_ADDRESSING = (
    r"(?:asked|asks|told|tells)\b(?!\s(?:for|if|that|to|whether)\b)"
    r"(?![^.!?\"“”]{1,50}\s(?:that\b|to\s[a-z]))"
)
# Behind these, what was said: only when, where and how tell that the quotation was.
_SAYING = (
    "(?:added|adds|answered|answers|asked|asks|chanted|cried|cries|declared|declares|demanded|"
    "demands|exclaimed|exclaims|joked|jokes|mused|posted|posts|quipped|recalled|remarked|replied|"
    "replies|responded|responds|said|says|screamed|screams|shouted|shouts|tweeted|tweets|whispered|"
    "wondered|wonders|wrote|writes|yelled|yells)"
)
_MANNER = (
    r"(?=[.,;:—–]|\s[—–-]|$|\s(?:about|after|afterwards|again|as|at|before|by|during|earlier|from|in|"
    r"last|later|of|on|over|through|to|today|via|when|while|with|yesterday|[a-z]{2,12}ly|"
    r"the\s(?:following|next|previous|same)|this\s(?:afternoon|evening|morning|month|week|year)|"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b)"
)
SPEAKER = re.compile(rf"\s{_NAME}{_BESIDE}\s(?:{_ADDRESSING}|{_SAYING}\b{_MANNER})")
