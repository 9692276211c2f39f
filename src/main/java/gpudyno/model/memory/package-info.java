/// Memory as values: what a device holds, how close that is to its end, where it is heading, and what was done about it.
@NullMarked
package gpudyno.model.memory;

import org.jspecify.annotations.NullMarked;
