/// Traces: where the time of single requests went.
@NullMarked
package gpudyno.model.trace;

import org.jspecify.annotations.NullMarked;
