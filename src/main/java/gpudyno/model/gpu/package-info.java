/// GPUs as values: a device with what it is and what it can do at most, its last reading, the processes on it, what happened to it, and
/// the sources it was found by. What a driver does not tell is absent, never zero.
@NullMarked
package gpudyno.model.gpu;

import org.jspecify.annotations.NullMarked;
