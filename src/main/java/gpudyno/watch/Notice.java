package gpudyno.watch;

import gpudyno.model.alert.Alert;
import gpudyno.model.node.Event.Severity;
import java.time.Instant;

/// What is to be told of one rule on one series: everything since it was last told.
///
/// @param alert id of the latest alert
/// @param episodes how many times the condition came true and held since the last notice; 0 when there is only an end to tell
/// @param first when the first of them began
/// @param state whether the latest still fires
public record Notice(long alert, String rule, String series, Severity severity, String title, String cause, int episodes, Instant first,
        Alert.State state) {}
