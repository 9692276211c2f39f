/// The Cache page: how much each tier answers, what its memory is worth, what leaves it, its hottest keys, and invalidation.
@NullMarked
package gpudyno.console.cache;

import org.jspecify.annotations.NullMarked;
