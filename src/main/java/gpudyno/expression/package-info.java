/// Expressions over meters in CEL: safe, typed, bounded, and known from Kubernetes and Envoy. CEL bounds neither its regular expressions nor how
/// much a program may hold, so both are measured here before anything is compiled. Regular expressions are those of RE2/J, which CEL brings
/// along: their time grows with the text alone, and Prometheus's are the same.
@NullMarked
package gpudyno.expression;

import org.jspecify.annotations.NullMarked;
