/// GPUs that are made up, for `--demo`, for tests and for tuning without a card: a model of power, heat, clocks and memory that a load drives,
/// with faults planted from a YAML file. Every such device is of the maker [gpudyno.model.gpu.Maker#SIMULATED] and carries `(simulated)` in its
/// name.
@NullMarked
package gpudyno.gpu.simulated;

import org.jspecify.annotations.NullMarked;
