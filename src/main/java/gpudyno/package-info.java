/// GPU Dyno: a test bench for inference nodes.
@org.jspecify.annotations.NullMarked
package gpudyno;
