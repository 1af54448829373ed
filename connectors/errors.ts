type Options = { advice?: readonly string[]; cause?: unknown; tooMuch?: boolean };

/** Something went wrong between us and a merchant's system. Each kind says who can mend it; nothing in it is secret. */
export class ConnectorError extends Error {
  override name = this.constructor.name;
  /** What the merchant can do, in the platform's own menu words; one step a line. */
  advice?: readonly string[];
  /** It took too long, was too large, or broke the server: asking for less at a time may get through. */
  tooMuch: boolean;

  constructor(message: string, options: Options = {}) {
    super(message, { cause: options.cause });
    this.advice = options.advice;
    this.tooMuch = options.tooMuch ?? false;
  }
}

/** The merchant must give new credentials. */
export class AuthenticationError extends ConnectorError {}

/** The merchant must allow more: the credentials are good, but not for this. */
export class PermissionError extends ConnectorError {}

/** Nobody: wait `retryAfter` seconds and go on. */
export class RateLimitError extends ConnectorError {
  retryAfter: number;

  constructor(message: string, retryAfter: number, options: Options = {}) {
    super(message, options);
    this.retryAfter = retryAfter;
  }
}

/** The store's host: it is down, slow, or not there. Try again later. */
export class NetworkError extends ConnectorError {}

/** We: the system answered something we don't understand. */
export class ResponseError extends ConnectorError {}

/** The merchant must accept a risk first: the store can only be reached over plain http. */
export class InsecureError extends ConnectorError {}
