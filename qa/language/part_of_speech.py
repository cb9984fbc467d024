"""Groups of parts of speech of the C5 tag set."""

NOUNS = frozenset({"NN0", "NN1", "NN2", "NP0", "UNC", "ZZ0"})
DETERMINERS = frozenset({"AT0", "DPS"})
MODIFIERS = frozenset({"AJ0", "AJC", "AJS", "CRD", "ORD", "DT0"})
PRONOUNS = frozenset({"PNP", "PNI", "PNX", "EX0"})
FINITE = frozenset("VVD VVZ VVB VBB VBD VBZ VHB VHD VHZ VDB VDD VDZ VM0".split())
PARTICIPLES = frozenset({"VVN", "VVG", "VBN", "VBG", "VHG", "VDN", "VDG"})
# Words that open a subordinate or relative clause.
SUBORDINATORS = frozenset({"CJS", "AVQ", "CJT", "PNQ", "DTQ"})
MARKS = frozenset({"PUN", "PUQ"})
