package gpudyno.console.frame;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.console.tune.ScriptedSession;
import gpudyno.model.tune.SessionReport.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClosingTest {
    private final List<String> happened = new ArrayList<>();
    private final ScriptedSession node = new ScriptedSession();
    private final Closing closing = new Closing(new NodeCalls(Runnable::run, Runnable::run), new Closing.Window() {
        @Override
        public void ask(long session) {
            happened.add("ask " + session);
        }

        @Override
        public void hide() {
            happened.add("hide");
        }

        @Override
        public void comeBack() {
            happened.add("come back");
        }

        @Override
        public void quit() {
            happened.add("quit");
        }

        @Override
        public void fail(String line) {
            happened.add(line);
        }
    });

    @Test
    void withoutASessionTheProgramEndsAtOnce() {
        closing.requested(Optional.of(node));
        assertThat(happened).containsExactly("quit");
    }

    @Test
    void duringASessionItAsks() {
        node.reach(Phase.SEARCH, 5);
        closing.requested(Optional.of(node));
        assertThat(happened).containsExactly("ask 17");
    }

    @Test
    void aHiddenWindowComesBackAtTheSessionsEnd() {
        node.reach(Phase.SEARCH, 5);
        closing.keepInBackground(node, 17);
        closing.tick(now -> now.journal().activity());
        assertThat(happened).containsExactly("hide");
        node.reach(Phase.FINISHED, 28);
        closing.tick(now -> now.journal().activity());
        closing.tick(now -> now.journal().activity());
        assertThat(happened).containsExactly("hide", "come back");
    }

    @Test
    void aWindowHiddenRightAfterTheStartStaysHiddenThoughNothingWasToldYet() {
        node.reach(Phase.PREPARING, 0);
        closing.keepInBackground(node, 17);
        closing.tick(_ -> Optional.empty());
        assertThat(happened).containsExactly("hide");
        node.reach(Phase.FINISHED, 28);
        closing.tick(_ -> Optional.empty());
        assertThat(happened).containsExactly("hide", "come back");
    }

    @Test
    void aWindowBroughtBackStaysAfterTheSession() {
        node.reach(Phase.SEARCH, 5);
        closing.keepInBackground(node, 17);
        closing.broughtBack();
        node.reach(Phase.FINISHED, 28);
        closing.tick(now -> now.journal().activity());
        assertThat(happened).containsExactly("hide");
    }

    @Test
    void stoppingRollsBackBeforeTheProgramEnds() {
        node.reach(Phase.SEARCH, 5);
        closing.stopAndQuit(node, 17);
        assertThat(node.calls()).containsExactly("stop 17");
        assertThat(happened).containsExactly("quit");
    }
}
