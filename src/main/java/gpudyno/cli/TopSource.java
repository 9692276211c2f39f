package gpudyno.cli;

import gpudyno.gpu.DeviceSampler;
import gpudyno.gpu.GpuSettings;
import gpudyno.gpu.GpuSources;
import gpudyno.model.gpu.DeviceEvent;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.Meters;
import gpudyno.node.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// Where `gpudyno top` has its figures from.
interface TopSource extends AutoCloseable {
    /// @throws gpudyno.node.NodeUnreachableException if the node does not answer
    TopSnapshot take();

    @Override
    void close();

    /// A node's figures, those of serving over its last five seconds.
    static TopSource of(Node node) {
        return new TopSource() {
            private static final Duration WINDOW = Duration.ofSeconds(5);
            private final String name = node.info().name();
            private final Set<String> wanted = Set.of(Meters.REQUESTS.id(), Meters.RESPONSE.id(), Meters.CACHE_HITS.id(),
                    Meters.CACHE_MISSES.id(), Meters.CACHE_COALESCED.id(), Meters.QUEUE_DEPTH.id());

            @Override
            public TopSnapshot take() {
                Instant now = Instant.now();
                List<Frame> frames = node.frames().history(now.minus(WINDOW), now, Duration.ofSeconds(1), wanted);
                return new TopSnapshot(name, node.gpus().devices(), node.gpus().processes(), node.gpus().sources(),
                        frames.isEmpty() ? null : TopSnapshot.Serving.of(Frame.rollUp(frames)));
            }

            @Override
            public void close() {
                node.close();
            }
        };
    }

    /// This machine's GPUs, read in this process.
    static TopSource ofThisMachine(GpuSettings settings) {
        DeviceSampler sampler = new DeviceSampler(GpuSources.all(settings), new MeterRegistry(), DeviceSampler.Bounds.USUAL,
                new DeviceSampler.Host() {
                    @Override
                    public void happened(DeviceEvent event) {
                        // The next frame shows it.
                    }

                    @Override
                    public Error outOfMemory(OutOfMemoryError error) {
                        return error;
                    }
                });
        return new TopSource() {
            private boolean looked;

            @Override
            public TopSnapshot take() {
                if (!looked) {
                    looked = true;
                    awaitDevices();
                }
                return new TopSnapshot("this machine", sampler.devices(), sampler.processes(), sampler.sources(), null);
            }

            private void awaitDevices() {
                try {
                    sampler.awaitComplete(Duration.ofSeconds(5));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }

            @Override
            public void close() {
                sampler.close();
            }
        };
    }
}
