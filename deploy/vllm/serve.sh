#!/bin/sh
# vLLM as a tier, with students' adapters by name. Written for vLLM 0.33.0, in an environment of its
# own: it needs another torch than ours. See deploy/README.md.
# usage: serve.sh MODEL [more flags of `vllm serve`]
#   TUTOR_LLM_ADAPTERS   folder with one PEFT folder per adapter, as for our own engine
#   VLLM_API_KEY         the key that the tutor server sends
#   VLLM                 the command, where it is not on PATH
set -eu
: "${TUTOR_LLM_ADAPTERS:?must name the folder of adapters}"
: "${VLLM_API_KEY:?must hold the key that the tutor server sends}"
# Only our resolver finds adapters, and it proves each one's weights by its name.
export VLLM_PLUGINS=tutor_lora_resolver
export VLLM_ALLOW_RUNTIME_LORA_UPDATING=true
export VLLM_NO_USAGE_STATS=1
unset VLLM_LORA_RESOLVER_CACHE_DIR VLLM_LORA_RESOLVER_HF_REPO_LIST
# One API server: several would number the same adapter differently, and vLLM refuses it.
# Sampling is what the tutor server asks for, not what the checkpoint suggests.
exec "${VLLM:-vllm}" serve "$@" \
    --api-server-count 1 \
    --enable-lora --max-loras 32 --max-cpu-loras 512 --max-lora-rank 16 \
    --generation-config vllm \
    --disable-uvicorn-access-log
