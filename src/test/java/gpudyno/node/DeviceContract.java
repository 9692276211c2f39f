package gpudyno.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import gpudyno.model.gpu.DeviceEvent;
import gpudyno.model.gpu.DeviceState;
import gpudyno.model.gpu.EndSignal;
import gpudyno.model.gpu.SourceState;
import gpudyno.model.memory.MemoryAction;
import gpudyno.model.memory.Mode;
import gpudyno.model.memory.Reclaimable;
import gpudyno.model.meter.GpuMeters;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/// What every node keeps of its devices and their memory.
abstract class DeviceContract extends NodeFixture {
    @Test
    void itGivesMemoryBackAndSaysWhatThatFreed() {
        MemoryAction action = node.memory().trim("host", Reclaimable.Depth.SHRINK);
        assertThat(action.failure()).isNull();
        assertThat(action.kind()).isEqualTo(MemoryAction.Kind.TRIM);
        // A trim runs the model once, which may reserve more than an idle arena held.
        assertThat(Objects.requireNonNull(action.after()).reserved())
                .isLessThanOrEqualTo(Objects.requireNonNull(action.before()).reserved() - action.freed() + (8L << 20));
        assertThat(node.memory().actions()).anyMatch(known -> known.at().equals(action.at()));
        await().untilAsserted(() -> assertThat(node.memory().board().profiles()).anySatisfy(profile -> {
            assertThat(profile.device()).isEqualTo("host");
            assertThat(profile.percent()).isBetween(1.0, 1000.0);
            assertThat(profile.backend()).isNotNull();
        }));
        assertThat(node.memory().board().mode()).isEqualTo(Mode.RECOMMEND);
        assertThatThrownBy(() -> node.memory().trim("gpu-9", Reclaimable.Depth.RECYCLE)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("gpu-9");
    }

    @Test
    void itRefusesToSetAndToEndWhatItMayNot() {
        await().atMost(Duration.ofSeconds(15)).until(() -> !node.gpus().processes().isEmpty());
        String device = node.gpus().devices().getFirst().device().id();
        assertThat(node.gpus().controls()).as("an integrated card has none").isEmpty();
        assertThatThrownBy(() -> node.gpus().reset(device)).isInstanceOf(IllegalStateException.class).hasMessageContaining("nothing");
        assertThatThrownBy(() -> node.gpus().reset("none")).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(device);
        assertThatThrownBy(() -> node.gpus().endProcess(device, 1, EndSignal.TERM)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no process 1 uses");
        // The tree's process has no start, or its number is another process's here.
        assertThatThrownBy(() -> node.gpus().endProcess(device, 4711, EndSignal.KILL)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void itTellsOfItsGpus() {
        List<Gpus.Board> boards = new CopyOnWriteArrayList<>();
        List<Gpus.Processes> processes = new CopyOnWriteArrayList<>();
        try (Subscription _ = node.changes().subscribe(0, change -> {
            change.as(Gpus.BOARD).ifPresent(boards::add);
            change.as(Gpus.PROCESSES).ifPresent(processes::add);
        })) {
            await().atMost(Duration.ofSeconds(15)).ignoreException(NoSuchElementException.class).untilAsserted(() -> {
                DeviceState state = node.gpus().devices().getFirst();
                assertThat(state.health()).isEqualTo(DeviceState.Health.ANSWERING);
                assertThat(Objects.requireNonNull(state.age())).isLessThan(Duration.ofSeconds(5));
                assertThat(Objects.requireNonNull(state.reading()).figure(GpuMeters.UTILIZATION, state.device().id())).hasValue(31);
                assertThat(node.gpus().processes(state.device().id())).singleElement()
                        .matches(process -> process.pid() == 4711 && Objects.requireNonNull(process.memoryBytes()) == 2048L << 10);
                assertThat(boards.getLast().devices()).singleElement().matches(one -> one.reading() == null);
                assertThat(processes.getLast().processes()).hasSize(1);
                assertThat(node.gpus().processes()).hasSize(1);
                assertThat(node.journal().events()).anyMatch(event -> event.text().contains("was found"));
            });
        }
        assertThat(node.gpus().events()).anyMatch(event -> event.kind() == DeviceEvent.Kind.FOUND);
        assertThat(node.gpus().sources()).anyMatch(source -> source.state() == SourceState.State.WORKING)
                .anyMatch(
                        source -> source.name().equals("NVML") && source.state() == SourceState.State.ABSENT && !source.found().isEmpty());
        assertThatThrownBy(() -> node.gpus().processes("no-such-gpu")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no-such-gpu");
        assertThat(node.info().gpus()).singleElement().asString().contains("AMD");
    }

    @Test
    void itTellsOfThePastOfItsGpus() {
        await().atMost(Duration.ofSeconds(15)).ignoreException(NoSuchElementException.class).untilAsserted(() -> {
            Instant now = Instant.now();
            String device = node.gpus().devices().getFirst().device().id();
            assertThat(node.gpus().processesBetween(now.minusSeconds(120), now)).singleElement().satisfies(use -> {
                assertThat(use.device()).isEqualTo(device);
                assertThat(use.pid()).isEqualTo(4711);
                assertThat(use.command()).isEqualTo("renderer");
                assertThat(Objects.requireNonNull(use.memoryBytes()).most()).isEqualTo(2048L << 10);
                assertThat(use.to()).isAfter(use.from());
                assertThat(node.gpus().processesAt(use.from())).singleElement().matches(one -> one.pid() == 4711);
            });
        });
        Instant now = Instant.now();
        assertThat(node.gpus().processesAt(now.minusSeconds(86_400))).isEmpty();
        // The card is linked slower than it could be; that is said once it was seen for ten seconds.
        await().atMost(Duration.ofSeconds(40)).untilAsserted(() -> assertThat(node.gpus().causes(now.minusSeconds(60), Instant.now()))
                .singleElement().satisfies(cause -> assertThat(cause.rule()).isEqualTo("pcie-link")));
        assertThatThrownBy(() -> node.gpus().causes(now.minus(Gpus.LONGEST).minusMillis(1), now))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("at most 7 days");
        assertThatThrownBy(() -> node.gpus().processesBetween(now, now.minusMillis(1))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is later than");
    }
}
