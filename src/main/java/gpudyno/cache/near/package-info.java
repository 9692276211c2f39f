/// Answers found by what a question means: the vectors of questions are compared by their cosine.
@NullMarked
package gpudyno.cache.near;

import org.jspecify.annotations.NullMarked;
