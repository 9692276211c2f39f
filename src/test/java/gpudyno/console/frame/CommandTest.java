package gpudyno.console.frame;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.console.page.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandTest {
    private static final List<Command> ALL = List.of(command(Kind.METER, "gateway.batch.size", "Items of a batch"),
            command(Kind.KNOB, "serve.batch.maxSize", "16 · Most items in a batch"),
            command(Kind.KNOB, "serve.queue.limit", "64 · Most items waiting"), command(Kind.RUN, "Load run #2", "Poisson, 3 Nov 10:00"),
            command(Kind.PAGE, "Load", ""), command(Kind.RULE, "Queue overload", "queue.depth > 50"),
            command(Kind.ACTION, "Start a load run", "Shape a load"));

    private static Command command(Kind kind, String title, String detail) {
        return new Command(kind, title, detail, () -> {});
    }

    private static List<String> found(String typed) {
        return Command.matching(ALL, typed).stream().map(Command::title).toList();
    }

    @Test
    void whatBeginsWithTheWordsComesFirstThenWhatHasAWordThatDoes() {
        assertThat(found("load")).containsExactly("Load", "Load run #2", "Start a load run", "Queue overload");
        assertThat(found("batch")).startsWith("serve.batch.maxSize", "gateway.batch.size").hasSize(2);
        assertThat(found("size")).startsWith("serve.batch.maxSize");
    }

    @Test
    void everyWordMustOccurWhereverAndInWhateverOrder() {
        assertThat(found("run start")).containsExactly("Start a load run");
        assertThat(found("QUEUE 50")).containsExactly("Queue overload");
        assertThat(found("knob queue")).containsExactly("serve.queue.limit");
        assertThat(found("queue nothing")).isEmpty();
    }

    @Test
    void nothingTypedListsEverythingByKind() {
        assertThat(Command.matching(ALL, "  ").stream().map(Command::kind)).containsExactly(Kind.PAGE, Kind.ACTION, Kind.KNOB, Kind.KNOB,
                Kind.METER, Kind.RULE, Kind.RUN);
    }
}
