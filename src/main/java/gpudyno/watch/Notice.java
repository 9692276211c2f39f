package gpudyno.watch;

import gpudyno.model.alert.Alert;
import gpudyno.model.node.Event.Severity;
import java.time.Instant;

/// The news about one rule on one series since the last notification.
///
/// @param alert id of the latest alert
/// @param episodes how many times the condition came true and held since the last notice; 0 if there is only an end to report
/// @param first when the first of them began
/// @param state whether the latest alert still fires
public record Notice(long alert, String rule, String series, Severity severity, String title, String cause, int episodes, Instant first,
        Alert.State state) {}
