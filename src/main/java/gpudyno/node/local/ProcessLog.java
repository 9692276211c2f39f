package gpudyno.node.local;

import gpudyno.model.gpu.GpuProcess;
import gpudyno.node.Gpus;
import gpudyno.store.GpuProcessTable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Records who used GPUs: each process when it comes, when it goes, and every ten minutes between. One thread calls it.
final class ProcessLog {
    static final Duration AGAIN = Duration.ofMinutes(10);
    /// Frames of five minutes may begin that long before the period that is kept.
    private static final Duration KEPT = Gpus.LONGEST.plusHours(1);

    private final Recorder recorder;
    private final Map<Key, Seen> present = new HashMap<>();

    private record Key(String device, long pid) {}

    /// @param noted when it was recorded last
    private record Seen(GpuProcess process, Instant first, Instant last, Instant noted) {}

    ProcessLog(Recorder recorder) {
        this.recorder = recorder;
    }

    /// Takes in who uses devices now. Never blocks.
    void accept(List<GpuProcess> processes, Instant now) {
        List<GpuProcessTable.Row> rows = new ArrayList<>();
        Map<Key, GpuProcess> there = HashMap.newHashMap(processes.size());
        processes.forEach(process -> there.put(new Key(process.device(), process.pid()), process));
        present.entrySet().removeIf(entry -> {
            boolean gone = !there.containsKey(entry.getKey());
            if (gone) {
                rows.add(row(entry.getValue()));
            }
            return gone;
        });
        there.forEach((key, process) -> {
            Seen before = present.get(key);
            boolean due = before == null || Duration.between(before.noted, now).compareTo(AGAIN) >= 0;
            Seen seen = new Seen(process, before == null ? now : before.first, now, before == null || due ? now : before.noted);
            present.put(key, seen);
            if (due) {
                rows.add(row(seen));
            }
        });
        if (!rows.isEmpty()) {
            recorder.write(to -> to.gpuProcesses().keep(rows, now.minus(KEPT)));
        }
    }

    private static GpuProcessTable.Row row(Seen seen) {
        return new GpuProcessTable.Row(seen.process, seen.first, seen.last);
    }
}
