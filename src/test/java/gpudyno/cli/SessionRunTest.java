package gpudyno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.Alone;
import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionReport.Completion;
import gpudyno.model.tune.SessionReport.Completions;
import gpudyno.model.tune.SessionReport.Phase;
import gpudyno.model.tune.SessionReport.Verdict;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The exit statuses a script that runs sessions decides by.
@Alone
class SessionRunTest {
    @ParameterizedTest
    @CsvSource({"FINISHED,5,false,0", "FINISHED,4,false,0", "FINISHED,5,true,0", "FINISHED,4,true,1", "FINISHED,,true,2",
        "FINISHED,,false,2", "STOPPED,,true,130", "STOPPED,,false,130",
        "FAILED,,false,2", "FAILED,,true,2", "ROLLED_BACK,,false,2"})
    void theStatusTellsAMissedBoundAnInterruptionAndAFailureApart(Phase phase, @Nullable Integer met, boolean required, int status) {
        assertThat(SessionRun.status(report(phase, met), required)).isEqualTo(status);
    }

    private static SessionReport report(Phase phase, @Nullable Integer met) {
        Completions completions = met == null ? null : new Completions(new Completion(3, 5, List.of()), new Completion(met, 5, List.of()));
        return SessionReport.builder(1, "option-2", Instant.EPOCH).phase(phase, "").progress(1).ended(Instant.EPOCH).completion(completions)
                .verdict(met == null ? null : Verdict.NO_BETTER).build();
    }
}
