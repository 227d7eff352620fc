package dev.syncprotocol.agent.plan;

/** The form of a plan for providers that hold a model to one: the part of {@code round-plan.v1} they all understand. */
final class PlanForm {
    /** The JSON Schema, as text. */
    static final String SCHEMA = """
        {"type":"object","required":["title","commands"],"additionalProperties":false,"properties":{
        "title":{"type":"string"},
        "commands":{"type":"array","items":{"type":"object","required":["id","title","instruction","produces"],
        "additionalProperties":false,"properties":{
        "id":{"type":"integer"},"title":{"type":"string"},"instruction":{"type":"string"},
        "run":{"type":"array","items":{"type":"string"}},
        "produces":{"type":"array","items":{"type":"object","required":["name","path","desc"],
        "additionalProperties":false,
        "properties":{"name":{"type":"string"},"path":{"type":"string"},"desc":{"type":"string"}}}}}}}}}
        """.replace("\n", "");

    private PlanForm() {}
}
