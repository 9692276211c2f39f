package gpudyno.node.local;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.model.meter.Frame;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.node.Readiness;
import gpudyno.model.node.Readiness.State;
import gpudyno.model.target.Module;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class NodeModulesTest {
    private final List<String> said = new ArrayList<>();
    private final List<String> closed = new ArrayList<>();
    private final NodeModules modules = new NodeModules((_, line) -> said.add(line));

    private final class Part implements NodeModule {
        private final Module module;
        private final State state;
        private final Consumer<Frame> sink;

        Part(Module module, State state, Consumer<Frame> sink) {
            this.module = module;
            this.state = state;
            this.sink = sink;
        }

        @Override
        public String title() {
            return module.title();
        }

        @Override
        public void accept(Frame frame) {
            sink.accept(frame);
        }

        @Override
        public List<Readiness> readiness() {
            return List.of(new Readiness(module, state, "evidence"));
        }

        @Override
        public void close() {
            closed.add(title());
            if (module == Module.ALERTING) {
                throw new IllegalStateException("stuck");
            }
        }
    }

    private static Frame frame(long sequence) {
        return new MeterRegistry().close(sequence, Instant.EPOCH, Duration.ofSeconds(1));
    }

    private Readiness readiness(Module module) {
        return modules.readiness().stream().filter(one -> one.module() == module).findFirst().orElseThrow();
    }

    @Test
    void aModuleThatFailsOnAFrameIsDegradedWithTheReasonAndStarvesNoOther() {
        List<Long> taken = new ArrayList<>();
        modules.add(new Part(Module.COST_TRACKING, State.WORKING, frame -> {
            if (frame.sequence() == 1) {
                throw new StackOverflowError();
            }
            if (frame.sequence() == 2) {
                throw new IllegalStateException("no price");
            }
        }));
        modules.add(new Part(Module.DASHBOARD, State.WORKING, frame -> taken.add(frame.sequence())));
        modules.accept(frame(1));
        assertThat(readiness(Module.COST_TRACKING).state()).isEqualTo(State.DEGRADED);
        modules.accept(frame(2));
        modules.accept(frame(2));
        assertThat(readiness(Module.COST_TRACKING).evidence()).contains("no price");
        assertThat(readiness(Module.DASHBOARD).state()).isEqualTo(State.WORKING);
        assertThat(taken).containsExactly(1L, 2L, 2L);
        assertThat(said).as("each reason is told once").hasSize(2).last().asString().contains("Cost tracking").contains("no price");
        modules.accept(frame(3));
        assertThat(readiness(Module.COST_TRACKING).state()).isEqualTo(State.WORKING);
    }

    @Test
    void everyModuleOfTheProductIsToldOfAndTheMostTellingPartSpeaksForIt() {
        modules.add(new Part(Module.LOAD_TESTING, State.LEARNING, _ -> {}));
        modules.add(new Part(Module.LOAD_TESTING, State.WORKING, _ -> {}));
        assertThat(modules.readiness()).extracting(Readiness::module).containsExactly(Module.values());
        assertThat(readiness(Module.LOAD_TESTING).state()).isEqualTo(State.WORKING);
        assertThat(readiness(Module.COST_TRACKING)).isEqualTo(new Readiness(Module.COST_TRACKING, State.OFF, "not part of this version"));
    }

    @Test
    void modulesCloseInReverseOrderEachWhateverTheOthersDo() {
        modules.add(new Part(Module.DASHBOARD, State.WORKING, _ -> {}));
        modules.add(new Part(Module.ALERTING, State.WORKING, _ -> {}));
        modules.add(new Part(Module.COST_TRACKING, State.WORKING, _ -> {}));
        modules.close();
        assertThat(closed).containsExactly("Cost tracking", "Alerting", "Real-time dashboard");
        assertThat(said).singleElement().asString().contains("stuck");
    }
}
