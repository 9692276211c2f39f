package gpudyno.load;

import gpudyno.model.load.Scenario;

/// How many connections a run opens before its clock starts: those that its first requests will take.
final class FirstConnections {
    private static final double OPENED_FOR_SECONDS = 0.01;
    private static final int MOST = 64;

    private FirstConnections() {
    }

    /// @param generators that share the scenario's rate
    static int of(Scenario scenario, int generators) {
        double rate = switch (scenario) {
            case Scenario.ClosedLoop closed -> closed.connections() / OPENED_FOR_SECONDS;
            case Scenario.Constant constant -> constant.rate();
            case Scenario.Poisson poisson -> poisson.rate();
            case Scenario.Gamma gamma -> gamma.rate();
            case Scenario.Soak soak -> soak.rate();
            case Scenario.Ramp ramp -> ramp.from();
            case Scenario.Step step -> step.start();
            case Scenario.Spike spike -> spike.base();
            case Scenario.Replay _,Scenario.FindMax _ -> 1;
        };
        int wanted = (int) Math.ceil(rate * OPENED_FOR_SECONDS / (scenario instanceof Scenario.ClosedLoop ? 1 : generators));
        return scenario instanceof Scenario.ClosedLoop ? wanted : Math.clamp(wanted, 1, MOST);
    }
}
