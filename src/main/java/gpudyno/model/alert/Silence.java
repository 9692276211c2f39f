package gpudyno.model.alert;

import java.time.Instant;

/// Keeps alerts from being told until it expires; they are still watched and shown.
///
/// @param id given by the node; 0 before
/// @param rule id of the rule it covers
/// @param series the label values it covers; empty covers all series of the rule
/// @param until when it expires, by the node's wall clock
/// @param note why, for people
public record Silence(long id, String rule, String series, Instant until, String by, String note) {
    public boolean covers(String ofRule, String ofSeries, Instant now) {
        return rule.equals(ofRule) && (series.isEmpty() || series.equals(ofSeries)) && now.isBefore(until);
    }
}
