/// An object of 20 properties with its schema, and queries over it.
enum PersonSample {
  static let paths = [
    "$.name", "$.tags[*]", "$..tags[0]", "$[?@ == 'Berlin']", "$.tags[?length(@) > 1]",
    "$[?match(@, '[A-Z]{2}')]",
  ]

  static let instance = #"""
    {
      "id": "a1b2c3d4e5f6",
      "name": "Sarah Johnson",
      "givenName": "Sarah",
      "familyName": "Johnson",
      "age": 28,
      "email": "sarah@example.com",
      "phone": null,
      "active": true,
      "score": 0.93,
      "rank": 25,
      "role": "editor",
      "country": "DE",
      "city": "Berlin",
      "street": "Unter den Linden 5",
      "postcode": "10117",
      "created": "2026-01-31T12:00:00Z",
      "updated": "2026-02-01T08:30:00Z",
      "tags": [
        "a",
        "bc",
        "def"
      ],
      "parent": null,
      "notes": "Prefers to be called in the morning."
    }
    """#

  static let schema = #"""
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "type": "object",
      "properties": {
        "id": {
          "type": "string",
          "minLength": 8,
          "maxLength": 40
        },
        "name": {
          "type": "string",
          "minLength": 1
        },
        "givenName": {
          "type": "string"
        },
        "familyName": {
          "type": "string"
        },
        "age": {
          "type": "integer",
          "minimum": 0,
          "maximum": 150
        },
        "email": {
          "type": "string",
          "pattern": "^[^@\\s]+@[^@\\s]+$"
        },
        "phone": {
          "type": [
            "string",
            "null"
          ]
        },
        "active": {
          "type": "boolean"
        },
        "score": {
          "type": "number",
          "minimum": 0,
          "maximum": 1
        },
        "rank": {
          "type": "integer",
          "multipleOf": 5
        },
        "role": {
          "enum": [
            "admin",
            "editor",
            "viewer"
          ]
        },
        "country": {
          "type": "string",
          "minLength": 2,
          "maxLength": 2
        },
        "city": {
          "type": "string"
        },
        "street": {
          "type": "string"
        },
        "postcode": {
          "type": "string",
          "maxLength": 12
        },
        "created": {
          "type": "string",
          "format": "date-time"
        },
        "updated": {
          "type": "string",
          "format": "date-time"
        },
        "tags": {
          "type": "array",
          "items": {
            "type": "string"
          },
          "maxItems": 10
        },
        "parent": {
          "anyOf": [
            {
              "type": "null"
            },
            {
              "type": "string"
            }
          ]
        },
        "notes": {
          "type": "string"
        }
      },
      "required": [
        "id",
        "name",
        "givenName",
        "familyName",
        "age",
        "email",
        "phone",
        "active",
        "score",
        "rank",
        "role",
        "country"
      ],
      "additionalProperties": false
    }
    """#
}
