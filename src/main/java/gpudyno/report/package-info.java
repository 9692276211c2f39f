/// Reports of sessions and runs for people: terminal tables and self-contained pages. They read the model's records and compute nothing new.
/// And what other watchers of a node need: its rules and figures in Prometheus's query language, a dashboard for Grafana.
@NullMarked
package gpudyno.report;

import org.jspecify.annotations.NullMarked;
