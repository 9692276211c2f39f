/// What computes answers: a sentence-embedding model, run by ONNX Runtime in this process and tokenized by DJL's Hugging Face tokenizers,
/// the reference implementation of their format. The built-in model is all-MiniLM-L6-v2, quantised to int8; another is taken from its files
/// ([gpudyno.serve.backend.ModelFiles]). The pooling, which combines token vectors into one, is never guessed, because a wrong pooling
/// gives vectors that look right.
///
/// A dynamically quantised file rounds activations by one scale for a whole batch, which would make a vector depend on who shares its batch;
/// [gpudyno.serve.backend.TokenQuantization] rewrites that at load. Protocol buffers' `UnknownFieldSet` edits the file without the ONNX
/// schema, which no Java library of its own ships.
@NullMarked
package gpudyno.serve.backend;

import org.jspecify.annotations.NullMarked;
