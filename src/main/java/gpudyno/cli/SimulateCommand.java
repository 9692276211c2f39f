package gpudyno.cli;

import gpudyno.simulate.LlmServer;
import gpudyno.simulate.LlmSettings;
import java.io.IOException;
import java.net.BindException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "simulate", description = "Run a simulated server to try load and tuning against.", mixinStandardHelpOptions = true, subcommands = SimulateCommand.Llm.class, synopsisSubcommandLabel = "llm")
final class SimulateCommand implements Callable<Integer> {
    @Override
    public Integer call() throws SetupException {
        throw new SetupException("simulate what? `gpudyno simulate llm` is there");
    }

    @Command(name = "llm", description = "A simulated LLM server with vLLM's flags and an OpenAI API, on loopback.", mixinStandardHelpOptions = true)
    static final class Llm implements Callable<Integer> {
        @Option(names = "--port", defaultValue = "8000", description = "0 for any free one (default ${DEFAULT-VALUE}).")
        private int port;
        @Option(names = "--max-num-seqs", defaultValue = "64", description = "Most sequences in a step (default ${DEFAULT-VALUE}).")
        private int maxNumSeqs;
        @Option(names = "--max-num-batched-tokens", defaultValue = "2048", description = "Most tokens in a step (default ${DEFAULT-VALUE}).")
        private int maxNumBatchedTokens;
        @Option(names = "--gpu-memory-utilization", defaultValue = "0.9", description = "Share of the KV blocks used (default ${DEFAULT-VALUE}).")
        private double gpuMemoryUtilization;
        @Option(names = "--no-enable-prefix-caching", description = "Compute every prompt whole.")
        private boolean noPrefixCaching;

        @Override
        public Integer call() throws SetupException, IOException, InterruptedException {
            LlmSettings usual = LlmSettings.DEFAULT;
            LlmSettings settings = new LlmSettings(maxNumSeqs, maxNumBatchedTokens, gpuMemoryUtilization, usual.deviceBlocks(),
                    usual.blockSize(),
                    !noPrefixCaching, usual.stepMicros(), usual.prefillMicrosPerToken(), usual.decodeMicrosPerSequence());
            try (LlmServer server = new LlmServer(port, settings)) {
                System.out.println("simulated LLM server on http://127.0.0.1:" + server.port() + "/v1/chat/completions");
                new CountDownLatch(1).await();
            } catch (BindException e) {
                throw new SetupException("port " + port + " is taken", e);
            }
            return Exit.FINISHED;
        }
    }
}
