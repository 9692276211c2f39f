/// What a node serves: requests enter the [gpudyno.serve.Gateway] and go through admission, cache, batcher and backend, one method a stage, in
/// plain blocking code made for virtual threads.
///
/// The OpenAI wire format is read by Jackson's streaming parser and written by hand: an answer is a few constant pieces around vectors
/// that were serialised once, so a cache hit is little more than array copies.
@NullMarked
package gpudyno.serve;

import org.jspecify.annotations.NullMarked;
