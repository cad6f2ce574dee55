"""The story shelf and the writer's tools: patterns, engines, people, work, staging."""
