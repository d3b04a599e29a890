"""Errors of the model side.

InferenceError
 +-- ModelUnavailableError   model_unavailable   retryable
 +-- ModelTimeoutError       model_timeout       retryable
 +-- ModelOverloadedError    model_overloaded    retryable
 +-- ModelRefusedError       model_refused       the request itself is wrong
 +-- UnknownModelError       unknown_model
 +-- SpeechUnavailableError  speech_unavailable  retryable
 +-- UnknownVoiceError       unknown_voice
 +-- BadAudioError           bad_audio
 +-- ModelLoadError          model_load_failed
 +-- AdapterLoadError        adapter_load_failed
"""


class InferenceError(Exception):
    """Root of the tree; `code` is stable and goes over the wire."""

    code = "inference_error"
    retryable = False


class ModelUnavailableError(InferenceError):
    """The engine cannot be reached or died mid-stream."""

    code = "model_unavailable"
    retryable = True


class ModelTimeoutError(InferenceError):
    """The deadline passed before the completion ended."""

    code = "model_timeout"
    retryable = True


class ModelOverloadedError(InferenceError):
    """The engine's queue is full."""

    code = "model_overloaded"
    retryable = True


class ModelRefusedError(InferenceError):
    """The engine refused the request (too long, bad schema, bad value)."""

    code = "model_refused"


class UnknownModelError(InferenceError):
    """No model or adapter of that name."""

    code = "unknown_model"


class SpeechUnavailableError(InferenceError):
    """The speech process cannot be reached or died mid-stream."""

    code = "speech_unavailable"
    retryable = True


class UnknownVoiceError(InferenceError):
    """No voice of that name or language."""

    code = "unknown_voice"


class BadAudioError(InferenceError):
    """Audio of a wrong rate, width, length or container."""

    code = "bad_audio"


class ModelLoadError(InferenceError):
    """Weights are missing, corrupt or of an unsupported shape."""

    code = "model_load_failed"


class AdapterLoadError(InferenceError):
    """An adapter is missing, corrupt, or made for another model."""

    code = "adapter_load_failed"
