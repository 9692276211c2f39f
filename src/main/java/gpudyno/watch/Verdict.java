package gpudyno.watch;

/// What a rule's condition said of one series in one frame.
///
/// @param series the label values, joined; empty for a rule without
/// @param data whether every meter of the condition was read
/// @param on whether the condition was true; false without data
/// @param keep whether it was true enough to keep a firing alert firing
/// @param cause the figures it was judged by, for people; empty while nothing is true
public record Verdict(String series, boolean data, boolean on, boolean keep, String cause) {
    public static Verdict noData(String series) {
        return new Verdict(series, false, false, false, "");
    }
}
