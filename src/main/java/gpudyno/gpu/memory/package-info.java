/// Keeps the memory of devices healthy: [gpudyno.gpu.memory.MemoryOptimizer] reads how much is held from each frame, tells where that is
/// heading, gives unused memory back and bounds batches while memory is short.
///
/// The slope of a forecast is Theil's and Sen's, the median of all pairwise slopes, with the interval that follows from Kendall's statistic
/// (Sen, Journal of the American Statistical Association 63, 1968). A single burst, such as one batch of long texts, does not move it, as it
/// would a least-squares line. No library that is here has it; it is twenty lines.
@NullMarked
package gpudyno.gpu.memory;

import org.jspecify.annotations.NullMarked;
