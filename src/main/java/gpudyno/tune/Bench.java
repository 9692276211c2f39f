package gpudyno.tune;

import gpudyno.model.knob.Configuration;
import gpudyno.model.knob.Knob;
import gpudyno.model.target.Profile;
import gpudyno.model.tune.SessionReport.Column;
import gpudyno.model.tune.SessionRequest;
import gpudyno.model.tune.Subject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The state that the phases of a session share.
///
/// @param baseline of the subject, with the knobs that the request holds where they stood
record Bench(SessionRequest request, Profile profile, Subject subject, Configuration baseline, SessionRecord record, Budget budget,
        Trials trials) {
    /// A subject's baseline, in which the knobs held by the request keep their present values.
    static Configuration baseline(Subject subject, SessionRequest request) {
        Map<String, Object> now = new TreeMap<>(subject.current().values());
        now.keySet().retainAll(request.held());
        return subject.baseline().with(Configuration.of(now));
    }

    /// The subject's knobs; the search does not change those held by the request.
    List<Knob> knobs() {
        return subject.knobs().stream().map(knob -> request.held().contains(knob.id()) ? knob.held() : knob).toList();
    }

    Column column(Arm arm) {
        return Verification.column(subject.current().with(baseline).with(arm.configuration()), arm.known(), arm.repeats(), request.seed());
    }

    /// Reports the results so far to those who watch the session.
    void tellSoFar(Arms arms) {
        record.preliminary(column(arms.baseline()), arms.restricted().map(this::column).orElse(null), column(arms.best()));
    }
}
