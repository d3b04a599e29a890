"""Students' adapters for vLLM, by their immutable names, from the folder that our engine uses.

A general plugin of vLLM (`vllm.general_plugins`, see deploy/vllm), written for vLLM 0.33.0 and its
`LoRAResolver`. Runs in vLLM's environment, whose torch is not ours: imports the standard library,
vLLM and nothing heavy of ours. vLLM then loads the files and refuses those that are no plain LoRA.
"""

import asyncio
import logging
import os
from pathlib import Path

from vllm.lora.request import LoRARequest
from vllm.lora.resolver import LoRAResolver, LoRAResolverRegistry

from inference.errors import AdapterLoadError
from inference.scaling.adapter_files import AdapterFiles

FOLDER = "TUTOR_LLM_ADAPTERS"
"""The tutor server's own variable. vLLM's `VLLM_LORA_RESOLVER_CACHE_DIR` stays unset, else its
built-in resolver would serve from the same folder without our checks."""
_NAME = "tutor"
_log = logging.getLogger(__name__)


class TutorResolver(LoRAResolver):  # type: ignore[misc]  # vLLM does not fit beside our torch
    """Finds adapters by name; why it will not serve one is said in the log only."""

    def __init__(self, files: AdapterFiles) -> None:
        self._files = files

    async def resolve_lora(self, base_model_name: str, lora_name: str) -> LoRARequest | None:
        """vLLM's question about a model name that it does not know; None becomes its 404."""
        try:
            # Reads the whole file: the loop serves everybody's tokens.
            path = await asyncio.to_thread(self._files.find, lora_name, model=base_model_name)
        except AdapterLoadError as error:
            _log.warning("an adapter was refused: %s", error)
            return None
        if path is None:
            return None
        # vLLM numbers it anew; ours is only above 0 and the same in every process.
        number = self._files.number(lora_name)
        return LoRARequest(lora_name=lora_name, lora_int_id=number, lora_path=str(path))


def register() -> None:
    """vLLM calls this once in every process of its own; without a folder it does nothing. Raises
    ValueError when there is no such folder."""
    folder = os.environ.get(FOLDER, "")  # noqa: TID251 - vLLM's process has no settings of ours
    if not folder:
        return
    if not Path(folder).is_dir():
        raise ValueError(f"{FOLDER} must name the folder with one PEFT folder per adapter")
    LoRAResolverRegistry.register_resolver(_NAME, TutorResolver(AdapterFiles(Path(folder))))
