/// The cache as values: its traffic, what its memory is worth, its hottest keys, and what an invalidation did.
@NullMarked
package gpudyno.model.cache;

import org.jspecify.annotations.NullMarked;
