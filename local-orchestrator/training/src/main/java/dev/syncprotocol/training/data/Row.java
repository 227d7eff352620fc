package dev.syncprotocol.training.data;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One example (S3-4.1).
 *
 * @param input the prompt
 * @param output the answer to learn
 * @param meta whatever the row says about itself; an empty object where it says nothing
 * @param id {@code file:line}, for reports
 */
public record Row(String input, String output, JsonNode meta, String id) {}
