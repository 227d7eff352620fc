/** Embedders a user brings as ONNX files; the only package that imports the ONNX runtime. */
@NullMarked
package dev.syncprotocol.djl.onnx;

import org.jspecify.annotations.NullMarked;
