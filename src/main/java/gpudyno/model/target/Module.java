package gpudyno.model.target;

/// The ten modules of the product.
public enum Module {
    GPU_OPTIMIZER("GPU optimizer"),
    DASHBOARD("Real-time dashboard"),
    DISTRIBUTED_CACHE("Distributed cache"),
    LOAD_TESTING("Load testing"),
    PREDICTIVE_OPTIMIZER("Predictive optimizer"),
    ALERTING("Alerting"),
    COST_TRACKING("Cost tracking"),
    ANOMALY_DETECTION("ML anomaly detection"),
    DISTRIBUTED_TRACING("Distributed tracing"),
    CUSTOM_METRICS("Custom metrics");

    private final String title;

    Module(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }
}
