package gpudyno.console.tune;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.console.frame.NodeCalls;
import gpudyno.console.frame.NodeViewModel;
import gpudyno.console.kit.Dialogs;
import gpudyno.model.load.Workload;
import gpudyno.model.tune.SessionReport.Phase;
import gpudyno.model.tune.SessionRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TuneViewModelTest {
    private static final SessionRequest REQUEST = new SessionRequest("option-2", Duration.ofMinutes(5), Workload.DEFAULT, 42, false);

    private final ScriptedSession node = new ScriptedSession();
    private final Answers answers = new Answers();
    private final NodeCalls calls = new NodeCalls(Runnable::run, Runnable::run);
    private final TuneViewModel model = new TuneViewModel(calls, answers, () -> "");

    /// Agrees or not, and remembers what was asked and said.
    private static final class Answers implements Dialogs {
        private final List<String> asked = new ArrayList<>();
        private boolean agrees = true;
        private Runnable undo = () -> {};
        private String consequence = "";
        private String told = "";

        @Override
        public void confirm(Confirmation confirmation, Runnable confirmed) {
            asked.add(confirmation.title());
            consequence = confirmation.consequence();
            if (agrees) {
                confirmed.run();
            }
        }

        @Override
        public void ask(Question question, java.util.function.Consumer<Answer> answered) {
            asked.add(question.title());
        }

        @Override
        public void done(String text, Runnable back) {
            undo = back;
            told = text;
        }

        @Override
        public void say(String text) {
            // What is said is not under test.
        }
    }

    @BeforeEach
    void choose() {
        choose(node);
    }

    private void choose(ScriptedSession chosen) {
        chosen.drivenByTest();
        NodeViewModel mirror = new NodeViewModel(chosen, Optional.empty(), calls);
        mirror.tick(Instant.now());
        model.choose(Optional.of(mirror));
    }

    @Test
    void aStartedSessionIsOpenedAndItsTrialsArrive() {
        assertThat(model.session().get()).isEmpty();
        model.start(REQUEST);
        assertThat(node.calls()).containsExactly("start option-2 300s");
        node.reach(Phase.SEARCH, 9);
        assertThat(model.session().get().orElseThrow().trials()).hasSize(9);
        assertThat(model.refusal()).isEqualTo("A session is running");
    }

    @Test
    void aSecondSessionIsRefusedInTheNodesWords() {
        node.reach(Phase.SEARCH, 3);
        model.start(REQUEST);
        assertThat(model.error().get()).contains("did not start").contains("session 17 is running");
        assertThat(model.applying().get()).isFalse();
    }

    @Test
    void theBestIsAppliedOnlyAfterAgreementAndUndoRollsBack() {
        node.reach(Phase.FINISHED, 28);
        answers.agrees = false;
        model.applyBest();
        assertThat(node.calls()).isEmpty();
        answers.agrees = true;
        model.applyBest();
        assertThat(answers.asked).hasSize(2);
        assertThat(model.canApply()).isFalse();
        assertThat(model.canRollBack()).isTrue();
        answers.undo.run();
        assertThat(node.calls()).containsExactly("apply 17", "roll back 17");
        assertThat(model.canApply()).isTrue();
    }

    @Test
    void theQuestionCountsTheKnobsThatTheAnswerTurns() {
        node.reach(Phase.FINISHED, 28);
        model.applyBest();
        assertThat(answers.told).startsWith("Applied 4 knobs");
        assertThat(answers.consequence).startsWith("4 knobs turn now.");
    }

    @Test
    void undoIsDoneOnTheNodeItWasDoneOnWhicheverIsInView() {
        node.reach(Phase.FINISHED, 28);
        model.applyBest();
        ScriptedSession other = new ScriptedSession();
        other.reach(Phase.FINISHED, 28);
        choose(other);
        answers.undo.run();
        assertThat(node.calls()).containsExactly("apply 17", "roll back 17");
        assertThat(other.calls()).isEmpty();
    }

    @Test
    void aPausedPageStandsStillAndTakesWhatItMissedWhenItGoesOn() {
        node.reach(Phase.SEARCH, 3);
        model.pause(true);
        node.reach(Phase.SEARCH, 9);
        assertThat(model.session().get().orElseThrow().trials()).hasSize(3);
        model.pause(false);
        assertThat(model.session().get().orElseThrow().trials()).hasSize(9);
    }

    @Test
    void nothingCanBeAppliedWhileTheSessionRuns() {
        node.reach(Phase.VERIFICATION, 24);
        model.applyBest();
        assertThat(model.canApply()).isFalse();
        assertThat(node.calls()).isEmpty();
    }

    @Test
    void anotherNodeTakesThePlaceOfTheLastOnesSessions() {
        node.reach(Phase.FINISHED, 28);
        assertThat(model.previous().get()).hasSize(1);
        choose(new ScriptedSession());
        assertThat(model.previous().get()).isEmpty();
        assertThat(model.session().get()).isEmpty();
    }
}
