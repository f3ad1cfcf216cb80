function isBoolean(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

/**
 * Reads the properties of one message and collects what is wrong with them. A missing property is a
 * violation; one of the wrong type makes the message unparsable for the real client.
 */
export class PropertyReader {
  readonly faults: string[] = [];
  hasWrongType = false;
  private readonly properties: Record<string, unknown>;

  constructor(properties: Record<string, unknown>) {
    this.properties = properties;
  }

  report(fault: string): void {
    this.faults.push(fault);
  }

  string(name: string): string | undefined {
    return this.required(name, this.optionalString(name));
  }

  boolean(name: string): boolean | undefined {
    return this.required(name, this.typed(name, 'a boolean', isBoolean));
  }

  optionalString(name: string): string | undefined {
    return this.typed(name, 'a string', (value): value is string => typeof value === 'string');
  }

  optionalInteger(name: string): number | undefined {
    return this.typed(name, 'an integer', (value): value is number => Number.isInteger(value));
  }

  optionalArray(name: string): unknown[] | undefined {
    return this.typed(name, 'an array', (value): value is unknown[] => Array.isArray(value));
  }

  private required<Value>(name: string, value: Value | undefined): Value | undefined {
    if (this.properties[name] === undefined) {
      this.report(`${name} is missing`);
    }
    return value;
  }

  private typed<Value>(
    name: string,
    typeName: string,
    matches: (value: unknown) => value is Value,
  ): Value | undefined {
    const value = this.properties[name];
    if (value === undefined || matches(value)) {
      return value;
    }
    this.report(`${name} is not ${typeName}`);
    // The real client treats null as a missing property.
    this.hasWrongType ||= value !== null;
    return undefined;
  }
}
