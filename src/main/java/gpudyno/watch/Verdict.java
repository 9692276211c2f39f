package gpudyno.watch;

/// The result of a rule's condition for one series in one frame.
///
/// @param series the label values, joined; empty for a rule without
/// @param data whether every meter of the condition had a value
/// @param on whether the condition was true; false without data
/// @param keep whether it was true enough to keep a firing alert firing
/// @param cause the values behind the result, as text for people; empty while the condition is not true
public record Verdict(String series, boolean data, boolean on, boolean keep, String cause) {
    public static Verdict noData(String series) {
        return new Verdict(series, false, false, false, "");
    }
}
