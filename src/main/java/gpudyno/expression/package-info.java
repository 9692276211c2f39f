/// Expressions over meters in CEL: safe, typed, bounded, and known from Kubernetes and Envoy.
@NullMarked
package gpudyno.expression;

import org.jspecify.annotations.NullMarked;
