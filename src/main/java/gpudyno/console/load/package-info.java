/// The Load page: shape a load and see its plan before it starts, watch the run, read it on both clocks, compare it with another.
@NullMarked
package gpudyno.console.load;

import org.jspecify.annotations.NullMarked;
