/// What computes answers. The built-in model is all-MiniLM-L6-v2, quantised to int8, run by ONNX Runtime in this process and tokenized by
/// DJL's Hugging Face tokenizers; both are the reference implementations, so vectors agree with what other servers give.
@NullMarked
package gpudyno.serve.backend;

import org.jspecify.annotations.NullMarked;
