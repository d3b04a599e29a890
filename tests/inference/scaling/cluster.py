"""A small Ray cluster of our own: `python -m tests.inference.scaling.cluster FOLDER`.

Reads the paths of Serve config files from stdin, one a line, and applies each as `serve run` does.
Answers each with a line `deployed` and ends, cluster and all, when stdin does. A process of its
own, because Ray warns, forks and stays.
"""

import sys

import ray
from ray.serve.scripts import cli

OBJECT_STORE_BYTES = 80 << 20
"""Ray takes no less than 75 MB; nothing of ours goes through it."""


def main(folder: str) -> None:
    """Serve until stdin ends."""
    ray.init(
        num_cpus=2,
        include_dashboard=False,
        object_store_memory=OBJECT_STORE_BYTES,
        log_to_driver=False,
        namespace="serve",
        _temp_dir=folder,
    )
    try:
        for path in sys.stdin:
            cli(["run", "--non-blocking", path.strip()], standalone_mode=False)
            print("deployed", flush=True)  # noqa: T201 - the answer to who started us
    finally:
        ray.shutdown()


if __name__ == "__main__":
    main(sys.argv[1])
