package gpudyno.model.load;

import java.util.List;

/// One figure of two runs.
///
/// @param figure such as `p95`
/// @param interval of `b - a`, 95 %; empty with too few columns to tell
/// @param differs the interval excludes 0
/// @param better whether `b` is
public record RunDifference(String figure, String unit, double a, double b, List<Double> interval, boolean differs, boolean better) {}
