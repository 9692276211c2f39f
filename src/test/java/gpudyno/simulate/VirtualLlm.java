package gpudyno.simulate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// The simulated LLM server's scheduler in virtual time: minutes of load in a fraction of a second.
public final class VirtualLlm {
    private VirtualLlm() {
    }

    /// Times to first token in seconds of requests that arrive at given times, each with prompts and answers of so many tokens.
    public static UnaryOperator<double[]> timeToFirstToken(int prompt, int output) {
        return arrivals -> {
            StepScheduler scheduler = new StepScheduler(LlmSettings.DEFAULT);
            double[] first = new double[arrivals.length];
            Map<Sequence, Integer> unheard = new HashMap<>();
            int next = 0;
            double now = 0;
            while (next < arrivals.length || !unheard.isEmpty()) {
                StepScheduler.Figures figures = scheduler.figures();
                if (figures.running() + figures.waiting() == 0 && next < arrivals.length) {
                    now = Math.max(now, arrivals[next]);
                }
                while (next < arrivals.length && arrivals[next] <= now) {
                    Sequence sequence = new Sequence(Collections.nCopies(prompt, "w" + next), output);
                    unheard.put(sequence, next++);
                    scheduler.add(sequence);
                }
                StepScheduler.Step step = scheduler.step();
                now += step.micros() / 1e6;
                scheduler.tell(step);
                List<Sequence> told = new ArrayList<>(step.told());
                for (Sequence sequence : told) {
                    Integer index = unheard.remove(sequence);
                    if (index != null) {
                        first[index] = now - arrivals[index];
                    }
                }
            }
            return first;
        };
    }
}
