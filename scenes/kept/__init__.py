"""Did the picture keep the building? What a painted picture is held to, part by part."""
