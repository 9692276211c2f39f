/// What can be searched: parameters with their values, and which combinations are allowed.
@NullMarked
package gpudyno.tune.space;

import org.jspecify.annotations.NullMarked;
