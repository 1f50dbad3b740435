"""inspect_ai with its own client of OpenAI's API, and one scorer."""

import os
import sys
import tempfile
import time

from common import SYSTEM, arguments, is_good, tell
from inspect_ai import Task, eval
from inspect_ai.dataset import Sample
from inspect_ai.model import GenerateConfig, get_model
from inspect_ai.scorer import Score, accuracy, scorer
from inspect_ai.solver import generate, system_message


@scorer(metrics=[accuracy()])
def good_person():
    async def score(state, target):
        return Score(value=1 if is_good(state.output.completion) else 0)

    return score


def main():
    _, cases, url, connections = arguments()
    os.environ["OPENAI_API_KEY"] = "sk-benchmark"
    start = time.perf_counter()
    task = Task(
        dataset=[
            Sample(id=case["id"], input=f"Extract the person: {case['text']}") for case in cases
        ],
        solver=[system_message(SYSTEM), generate()],
        scorer=good_person(),
    )
    model = get_model(
        "openai/gpt-4",
        base_url=f"{url}/v1",
        responses_api=False,
        config=GenerateConfig(max_connections=connections, temperature=0, max_tokens=200),
    )
    with tempfile.TemporaryDirectory() as folder:
        logs = eval(
            task,
            model=model,
            log_dir=folder,
            display="none",
            max_samples=connections,
            max_connections=connections,
            log_level="error",
        )
        seconds = time.perf_counter() - start
        if logs[0].status != "success":
            print(logs[0].error, file=sys.stderr)
            raise SystemExit(1)
        # Samples are read from the log when they are asked for.
        passed = sum(
            all(score.value == 1 for score in sample.scores.values())
            for sample in logs[0].samples
        )
    tell(seconds, passed)


main()
