package gpudyno.console.frame;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.console.ScriptedNode;
import gpudyno.console.Switchboard;
import gpudyno.console.kit.Dialogs;
import gpudyno.console.tune.ScriptedSession;
import gpudyno.console.tune.TuneViewModel;
import gpudyno.model.meter.Frame;
import gpudyno.model.node.Event;
import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionReport.Phase;
import gpudyno.model.tune.Trial;
import gpudyno.node.Connection;
import gpudyno.node.Journal;
import gpudyno.node.Sessions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The console's one mirror of a node, without a screen and with a clock of its own.
class NodeViewModelTest {
    private final ScriptedSession script = new ScriptedSession();
    private final Switchboard cable = new Switchboard(script);
    private final NodeCalls calls = new NodeCalls(Runnable::run, Runnable::run);
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final NodeViewModel model = new NodeViewModel(cable.node(), Optional.empty(), calls, () -> now);

    @BeforeEach
    void listen() {
        script.drivenByTest();
        model.tick(now);
    }

    private Facts facts() {
        return model.facts().get().orElseThrow();
    }

    private void second() {
        now = now.plusSeconds(1);
        script.frame(now.minusSeconds(1));
        model.tick(now);
    }

    private TuneViewModel tune() {
        TuneViewModel tune = new TuneViewModel(calls, new Silent(), () -> "");
        tune.choose(Optional.of(model));
        return tune;
    }

    private static final class Silent implements Dialogs {
        @Override
        public void confirm(Confirmation confirmation, Runnable confirmed) {
            confirmed.run();
        }

        @Override
        public void ask(Question question, Consumer<Answer> answered) {
            // No question is under test.
        }

        @Override
        public void done(String text, Runnable back) {
            // What is said is not under test.
        }

        @Override
        public void say(String text) {
            // What is said is not under test.
        }
    }

    @Test
    void anIdleNodeIsAskedNothingHoweverLongItIsWatched() {
        tune();
        int opened = cable.questions().size();
        for (int i = 0; i < 30; i++) {
            second();
        }
        assertThat(cable.questions()).hasSize(opened);
        assertThat(model.reach().get().connected()).isTrue();
    }

    @Test
    void whateverPagesAreOpenTheNodeServesOneStream() {
        tune();
        tune().leave();
        model.onFrame(_ -> {}).unsubscribe();
        second();
        assertThat(cable.streams()).isEqualTo(1);
    }

    @Test
    void aBurstOfChangesCostsTheScreenAFewTasks() {
        ArrayDeque<Runnable> screen = new ArrayDeque<>();
        int[] tasks = {0};
        NodeViewModel busy = new NodeViewModel(script, Optional.empty(), new NodeCalls(Runnable::run, task -> {
            tasks[0]++;
            screen.add(task);
        }), () -> now);
        busy.tick(now);
        for (int i = 0; i < 1000; i++) {
            script.changes().tell(Journal.EVENT, new Event(now, Event.Severity.INFO, "event " + i));
        }
        while (!screen.isEmpty()) {
            screen.remove().run();
        }
        assertThat(tasks[0]).isLessThanOrEqualTo(4);
        assertThat(busy.facts().get().orElseThrow().events()).hasSize(200).first().extracting(Event::text).isEqualTo("event 999");
    }

    @Test
    void theFramesOfTheLastMinuteAreTheVeryOnesTheStreamTold() {
        List<Frame> told = new ArrayList<>();
        model.onFrame(told::add);
        for (int i = 0; i < 90; i++) {
            second();
        }
        assertThat(model.live()).hasSize(60);
        for (int i = 0; i < 60; i++) {
            assertThat(model.live().get(i)).isSameAs(told.get(30 + i));
        }
    }

    @Test
    void trialsThatAreToldJoinTheOpenReportWithoutAQuestion() {
        script.reach(Phase.SEARCH, 5);
        TuneViewModel tune = tune();
        int opened = cable.questions().size();
        SessionReport report = script.sessions().report(17).orElseThrow();
        script.changes().tell(Sessions.PROGRESS, new Sessions.Progress(report.withoutTrials(), List.of(trial(report, 6)), false));
        assertThat(tune.session().get().orElseThrow().trials()).extracting(Trial::number).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(tune.previous().get()).singleElement().extracting(summary -> summary.trials()).isEqualTo(6);
        assertThat(cable.questions()).hasSize(opened);
    }

    @Test
    void aCourseWithNumbersMissingIsNoReport() {
        script.reach(Phase.SEARCH, 5);
        SessionReport report = script.sessions().report(17).orElseThrow();
        assertThat(SessionCourse.of(new Sessions.Progress(report.withoutTrials(), List.of(trial(report, 9)), false)).over(report))
                .isEmpty();
    }

    private static Trial trial(SessionReport report, int number) {
        Trial like = report.trials().getFirst();
        return new Trial(number, like.purpose(), like.config(), like.status(), like.reason(), like.meters(), like.started(),
                like.seconds());
    }

    @Test
    void afterAGapNothingThatEndedInItStillRuns() {
        script.reach(Phase.SEARCH, 5);
        TuneViewModel tune = tune();
        assertThat(tune.running()).isPresent();
        cable.pulled(true);
        script.reach(Phase.FINISHED, 28);
        cable.pulled(false);
        assertThat(facts().sessions()).isEmpty();
        assertThat(facts().activity()).isEmpty();
        assertThat(tune.running()).isEmpty();
        assertThat(tune.session().get().orElseThrow().phase()).isEqualTo(Phase.FINISHED);
        assertThat(facts().snapshot()).isEqualTo(2);
    }

    @Test
    void aNodeThatFallsSilentIsReconnectingThenLostAndComesBack() {
        second();
        Instant last = now;
        now = last.plusSeconds(4);
        model.tick(now);
        assertThat(model.reach().get().connection()).isEqualTo(Connection.State.RECONNECTING);
        assertThat(model.reach().get().reason()).startsWith("no answer for");
        cable.pulled(true);
        now = last.plusSeconds(16);
        model.tick(now);
        assertThat(model.reach().get().connection()).isEqualTo(Connection.State.LOST);
        assertThat(model.reach().get().reason()).contains("Connection refused");
        assertThat(model.reach().get().age(now)).contains(Duration.ofSeconds(16));
        cable.pulled(false);
        assertThat(model.reach().get().connected()).isTrue();
    }

    @Test
    void aSubscriptionThatIsRefusedIsTriedAgainEachTimeLater() {
        int[] tries = {0};
        ScriptedNode full = new ScriptedNode(false) {
            @Override
            public gpudyno.console.ScriptedChanges changes() {
                if (++tries[0] < 4) {
                    throw new IllegalStateException("this node has 256 subscribers already, the most it serves");
                }
                drivenByTest();
                return super.changes();
            }
        };
        NodeViewModel waiting = new NodeViewModel(full, Optional.empty(), calls, () -> now);
        for (int i = 0; i < 4; i++) {
            waiting.tick(now);
            now = now.plusSeconds(1);
        }
        assertThat(tries[0]).isEqualTo(3);
        assertThat(waiting.reach().get().reason()).contains("256 subscribers");
        now = now.plusSeconds(4);
        waiting.tick(now);
        assertThat(waiting.facts().get()).isPresent();
        assertThat(waiting.reach().get().connected()).isTrue();
    }
}
