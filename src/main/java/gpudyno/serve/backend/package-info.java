/// What computes answers. The built-in model is all-MiniLM-L6-v2, quantised to int8, run by ONNX Runtime in this process and tokenized by
/// DJL's Hugging Face tokenizers, the reference implementation of its tokenizer.
///
/// The published file rounds activations by one scale for a whole batch, which would make a vector depend on who shares its batch;
/// [gpudyno.serve.backend.TokenQuantization] rewrites that at load. Protocol buffers' `UnknownFieldSet` edits the file without the ONNX
/// schema, which no Java library of its own ships.
@NullMarked
package gpudyno.serve.backend;

import org.jspecify.annotations.NullMarked;
