package gpudyno.node.local;

import gpudyno.model.knob.ChangeCost;
import gpudyno.model.knob.Configuration;
import gpudyno.model.knob.Knob;
import gpudyno.model.knob.KnobChange;
import gpudyno.model.knob.KnobOutcome;
import gpudyno.model.knob.KnobRegistry;
import gpudyno.model.knob.KnobType;
import gpudyno.store.DataFolder;
import gpudyno.store.Store;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// A process that journals a change which worked, begins another that never ends, and waits to be killed.
final class KilledWhileTurning {
    private KilledWhileTurning() {
    }

    public static void main(String[] arguments) {
        DataFolder folder = DataFolder.open(Path.of(arguments[0]));
        Store store = Store.open(folder);
        Configuration worked = Configuration.of(Map.of("serve.batch.maxSize", 4L));
        store.knobs().add(Instant.now(), new KnobChange(Configuration.EMPTY, worked, "user"), KnobOutcome.MADE);
        KnobRegistry registry = new KnobRegistry();
        LocalChanges changes = new LocalChanges();
        Recorder recorder = new Recorder(store);
        LocalKnobs knobs = new LocalKnobs(registry, store, recorder, new Workplace(), changes, new EventLog(store, recorder, changes));
        registry.register(new Knob("serve.batch.maxSize", new KnobType.Whole(1, 256, KnobType.Scale.LINEAR), "1", "Largest batch",
                ChangeCost.PAUSE, true), () -> 4L, _ -> hang());
        knobs.turn(Map.of("serve.batch.maxSize", 64), "user");
    }

    private static void hang() {
        System.out.println("turning");
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
