package gpudyno.load;

/// The figures of one second of a run, warm-up included.
///
/// @param second from 0
/// @param offered requests whose intended time fell into it
/// @param correct correct answers that arrived in it
/// @param errors requests that failed in it
/// @param inFlight requests sent or waiting for a connection, and not yet answered, at its end
/// @param p50 intended and service percentiles of the answers of this second, milliseconds; NaN without answers
/// @param ttftP50 of the time to first output, from the intended send time; NaN without streamed answers
public record SecondSample(int second, long offered, long correct, long errors, int inFlight, double p50, double p95, double p99,
        double serviceP95, double ttftP50) {}
