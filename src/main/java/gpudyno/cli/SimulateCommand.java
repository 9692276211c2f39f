package gpudyno.cli;

import gpudyno.simulate.LlmServer;
import gpudyno.simulate.LlmSettings;
import java.io.IOException;
import java.net.BindException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "simulate", description = "Run a simulated server to try load and tuning on.", mixinStandardHelpOptions = true, subcommands = SimulateCommand.Llm.class, synopsisSubcommandLabel = "llm")
final class SimulateCommand implements Callable<Integer> {
    @Override
    public Integer call() throws SetupException {
        throw new SetupException("simulate what? `gpudyno simulate llm` is there");
    }

    @Command(name = "llm", description = "A simulated LLM server with vLLM's flags and an OpenAI API, on loopback.", mixinStandardHelpOptions = true)
    static final class Llm implements Callable<Integer> {
        @Option(names = "--port", paramLabel = "P", defaultValue = "8000", description = "the port to listen on, on loopback only; 0 takes any free port (default: ${DEFAULT-VALUE})")
        private int port;
        @Option(names = "--max-num-seqs", paramLabel = "N", defaultValue = "64", description = "the most sequences processed in a step (default: ${DEFAULT-VALUE})")
        private int maxNumSeqs;
        @Option(names = "--max-num-batched-tokens", paramLabel = "N", defaultValue = "2048", description = "the most tokens computed in a step, prompt and output tokens together (default: ${DEFAULT-VALUE})")
        private int maxNumBatchedTokens;
        @Option(names = "--gpu-memory-utilization", paramLabel = "SHARE", defaultValue = "0.9", description = "share of the device's KV blocks that may be used, above 0 and at most 1 (default: ${DEFAULT-VALUE})")
        private double gpuMemoryUtilization;
        @Option(names = "--no-enable-prefix-caching", description = "compute every prompt in full, without reusing cached prefixes")
        private boolean noPrefixCaching;
        @Option(names = "--block-size", paramLabel = "N", defaultValue = "16", description = "number of tokens in a KV block (default: ${DEFAULT-VALUE})")
        private int blockSize;
        @Option(names = "--device-blocks", paramLabel = "N", defaultValue = "2048", description = "number of KV blocks that fit on the whole device (default: ${DEFAULT-VALUE})")
        private int deviceBlocks;
        @Option(names = "--step-ms", paramLabel = "MS", defaultValue = "8", description = "fixed time of each step, in milliseconds (default: ${DEFAULT-VALUE})")
        private double stepMillis;
        @Option(names = "--prefill-us", paramLabel = "US", defaultValue = "40", description = "time that each prompt token adds to a step, in microseconds (default: ${DEFAULT-VALUE})")
        private double prefillMicros;
        @Option(names = "--decode-us", paramLabel = "US", defaultValue = "150", description = "time that each sequence producing output adds to a step, in microseconds (default: ${DEFAULT-VALUE})")
        private double decodeMicros;

        @Override
        public Integer call() throws SetupException, IOException, InterruptedException {
            if (port < 0 || port > 65_535) {
                throw new SetupException("--port must lie from 0 to 65535, got " + port);
            }
            try (LlmServer server = new LlmServer(port, settings())) {
                System.out.println("simulated LLM server on http://127.0.0.1:" + server.port() + "/v1/chat/completions");
                System.out.println("model " + LlmServer.MODEL + "; figures as vLLM names them at http://127.0.0.1:" + server.port()
                        + "/metrics");
                new CountDownLatch(1).await();
            } catch (BindException e) {
                throw new SetupException("port " + port + " is taken", e);
            }
            return Exit.FINISHED;
        }

        private LlmSettings settings() throws SetupException {
            try {
                return new LlmSettings(maxNumSeqs, maxNumBatchedTokens, gpuMemoryUtilization, deviceBlocks, blockSize, !noPrefixCaching,
                        stepMillis * 1000, prefillMicros, decodeMicros);
            } catch (IllegalArgumentException e) {
                throw new SetupException("--" + e.getMessage(), e);
            }
        }
    }
}
