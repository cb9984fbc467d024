"""Examples of the OpenAPI document: requests of the shipped sample, and what comes of them."""

import json
from importlib import resources
from typing import Any

from fastapi.openapi.models import Example

from qa.chat_schema import MODEL

QUESTION = "Who is the president of South Korea?"

ANSWER_REQUESTS: dict[str, Example] = {
    "question": {"summary": "A question", "value": {"question": QUESTION, "top_k": 1}},
    "follow-up": {
        "summary": "A question that follows another one",
        "value": {
            "question": "And how many does the Pentagon say?",
            "history": [
                {
                    "question": "How many North Korean troops are in Russia?",
                    "answer": "about 3,000",
                }
            ],
        },
    },
    "conditions": {
        "summary": "Only some articles, and only a likely answer",
        "value": {
            "question": QUESTION,
            "as_of": "2024-10-31",
            "top_k": 5,
            "filters": {"outlets": ["Sample reports"], "published_after": "2024-10-01"},
            "min_confidence": 0.3,
        },
    },
}
BATCH_REQUESTS: dict[str, Example] = {
    "questions": {
        "summary": "Two questions",
        "value": {
            "questions": [
                {"question": QUESTION, "top_k": 1},
                {"question": "What does NIS stand for?"},
            ]
        },
    }
}
CHAT_REQUESTS: dict[str, Example] = {
    "conversation": {
        "summary": "A conversation",
        "value": {
            "model": MODEL,
            "messages": [
                {"role": "user", "content": "How many North Korean troops are in Russia?"},
                {"role": "assistant", "content": "about 3,000 [1]."},
                {"role": "user", "content": "And how many does the Pentagon say?"},
            ],
        },
    },
    "stream": {
        "summary": "A streamed reply",
        "value": {
            "model": MODEL,
            "messages": [{"role": "user", "content": QUESTION}],
            "stream": True,
            "stream_options": {"include_usage": True},
        },
    },
}
DOCUMENT_IDS: dict[str, Example] = {"sample": {"value": "kyiv-seoul-agreement"}}
DOCUMENTS: dict[str, Example] = {
    "text": {
        "summary": "An article",
        "value": {
            "text": "The mayor of Springfield is Jane Doe. She was elected in 2019.",
            "title": "Springfield keeps its mayor",
            "outlet": "Springfield Weekly",
            "published_at": "2024-05-02",
        },
    }
}
ADDRESSES: dict[str, Example] = {
    "address": {
        "summary": "The address of an article",
        "value": {"url": "https://example.org/news/springfield"},
    }
}
MODELS: dict[str, Example] = {"this": {"value": MODEL}}

ANSWER: dict[str, Any] = json.loads(
    resources.files("qa.server").joinpath("example_data/answer.json").read_text(encoding="utf-8")
)
BATCH = {"answers": [ANSWER]}
FEEDBACK: dict[str, Example] = {
    "right": {
        "summary": "The answer was right",
        "value": {
            "verdict": "right",
            "answer_id": ANSWER["id"],
            **{
                name: ANSWER[name]
                for name in ("index_version", "status", "question", "resolved_question", "answer")
            },
            "citation": {
                name: ANSWER["citations"][0][name]
                for name in ("document_id", "start", "end", "quote")
            },
        },
    }
}
COMPLETION = {
    "id": f"chatcmpl-{ANSWER['id']}",
    "object": "chat.completion",
    "created": 1_730_000_000,
    "model": MODEL,
    "choices": [
        {
            "index": 0,
            "message": {
                "role": "assistant",
                "content": ANSWER["text"],
                "refusal": None,
                "context": ANSWER,
            },
            "finish_reason": "stop",
            "logprobs": None,
        }
    ],
    "usage": {"prompt_tokens": 8, "completion_tokens": 66, "total_tokens": 74},
}
STREAM = (
    'event: passages\ndata: {"passages":[...],"index_version":"1"}\n\n'
    f'event: answer\ndata: {{"id":"{ANSWER["id"]}","status":"answered",...}}\n\n'
    f'event: done\ndata: {{"id":"{ANSWER["id"]}"}}\n\n'
)
COMPLETION_STREAM = (
    'data: {"choices":[{"index":0,"delta":{"role":"assistant","content":""},...}],...}\n\n'
    'data: {"choices":[{"index":0,"delta":{"content":"Yoon Suk Yeol [1].",'
    '"context":{...}},...}],...}\n\n'
    'data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop",...}],...}\n\n'
    "data: [DONE]\n\n"
)
METRICS = 'qa_answers_total{status="answered"} 12.0\nqa_queue_questions 3.0\n'
